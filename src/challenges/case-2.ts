import { sealedCase } from '#labs/parts/challenge/sealed-case.ts';

export default sealedCase({
  id: 'case-2',
  number: 2,
  title: 'The reader from the vendor',
  aim: 'A reader that a vendor trained, on digits that many hands delivered.',
  lab: 'checks',
  story: [
    'A vendor delivers this reader with its training rows and a signature. Accuracy is what was promised.',
    'Clean, trained on poisoned rows, or tampered with since: say which, and have the board prove it.',
  ],
  sealed: {
    packed:
      'dDakGcFk1Rw6YhWuFfgLdHB4W+Mmx/fJQetE4mNJdeJVviQW1L56kM48/uod4qG2yvqBHktJcIerlghjLWSRuENrgRH3WIHTBrA0' +
      '9wI9V1F8Bh34DBEOTiqoFdOvI6U6r6OkslWVUHvnIYSve6Mcvu/1vqZ4VvLfjaeIKY5w8JKhI1XKr5ezGgbbGdWHu5suw7e2rXXo' +
      'B4WQQ8ScAd8yr9++FKmLmRMZN691aFOshVCuJp47XSnFKBDOWVS5YQmaS8taph/s9feLplprrCyG9JxmhnR+OxJy6BkcbiswYstM' +
      'dE2Kv3VaiuPnUkmKOpviWtfxh311l6dH2uF/sz2xgIw6VkyTHviol1iIczJG6hHKrFs/801jTxE2qISM6qlGVWLIDsLX2JqgBbAn' +
      'r5xsoxZb7iZirPulFLuolezt3xwIEpO/B1kzQrRWdd0bYtIx3i3yXSRP+CBXqvZBP1WTdLguKMbyujT6R84Q8dppIpozl2jrvAyv' +
      'cf8KR9pKUdQp7xMK7WQ6iRyPtLknHSy7ewlySLfXT3mmZU51k78l8AbI',
    salt: 'case-2',
    verdict: 'cc4716b50f2f7887230fac7a034956713e888fd2f95deb4336873656ab87968f',
  },
});
