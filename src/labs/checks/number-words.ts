// prettier-ignore
const SMALL = [
  'zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen',
  'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen',
];
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

function below1000(n: number): string {
  if (n < 20) return SMALL[n]!;
  if (n < 100) return TENS[Math.floor(n / 10)]! + (n % 10 ? `-${SMALL[n % 10]}` : '');
  return `${SMALL[Math.floor(n / 100)]} hundred${n % 100 ? ` ${below1000(n % 100)}` : ''}`;
}

/** The legal amount of a check in words: 3000 is "Three thousand". Whole dollars, 0 up to 999,999. */
export function inWords(dollars: number): string {
  const thousands = Math.floor(dollars / 1000);
  const rest = dollars % 1000;
  const parts = [thousands ? `${below1000(thousands)} thousand` : '', rest || !thousands ? below1000(rest) : ''];
  const words = parts.filter(Boolean).join(' ');
  return words[0]!.toUpperCase() + words.slice(1);
}
