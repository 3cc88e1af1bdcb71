import type { FailCode } from '#engine/protocol.ts';

/** What a learner reads when something could not be done, and what to do about it. */
export const SENTENCES: Readonly<Record<FailCode, string>> = {
  cancelled: 'A newer experiment took the place of this one.',
  crashed: 'The training worker stopped twice in a row. Try again; if it happens once more, reload the page.',
  'no-engine': 'No way of training works in this browser. Try a current Chrome, Edge, Firefox or Safari.',
  download: 'A file this lab needs could not be downloaded. Check the connection, then try again.',
  tampered:
    'A file this lab needs is not the one this page was built for, so it is not used. Try again, or tell whoever hosts this page.',
};
