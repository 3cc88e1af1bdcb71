/** Has the browser save a file made by the page. */
export function saveFile(content: string | Uint8Array<ArrayBuffer>, type: string, name: string): void {
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(new Blob([content], { type }));
  anchor.download = name;
  anchor.click();
  URL.revokeObjectURL(anchor.href);
}
