import { sealedCase } from '#labs/parts/challenge/sealed-case.ts';

export default sealedCase({
  id: 'case-1',
  number: 1,
  title: 'Monday’s forecast',
  aim: 'A forecast came back from the weekend. What happened to it?',
  lab: 'trucks',
  story: [
    'On Friday this forecast was signed and went into service. On Monday the purchasing office finds its orders odd, or believes it does.',
    'Clean, trained on poisoned rows, or tampered with since: say which, and have the board prove it.',
  ],
  sealed: {
    packed:
      '8viHqZBEU86T2e2ykBsCYlkMKbyGrrzMxAGjs2BuP7psG2TFc13rfKRRFSYwYkiXBRGRQmvfyJOvVXtQaO5mOCBfGKrcJAVzKS2Z' +
      'GFORxQp8V7dZEGWEk9HH0wbX2pleSefxQqlpTFBPdD+ORKOnsFpmYe6Cx4QMYuYXUsfi6EfWYBKCozec07cFrkhSsgabf0coCezO' +
      'MeV6vu8qCQ1tyloiDIradH0IAUWEJwK4nerWPQvx0lIZMgjGQlvNuODK5/h/pJF7uUNnfbeTLHLJ5aEic5Gg9/A8bzi87jgtqIE8' +
      'kpOOxRYrw8Dymct6K+Tf2316tRu9R1BgiiypE9HBDe/u+GpXLuWUWq+6LVknsfHTghrhayFaklk0thyKfeGurQpVgkSgGOfpW/Zv' +
      'Dw62kJT6gCztq7W7oUAdmkcZRXLVoLfrTlnRw/dXM6dfCruj1eFGNOrhjH1599/+li2gw86bNIhdsi38ufkpQVWfPRLU9ZTglXC5' +
      'pzy42VlI72RVzEcgAcNKTg==',
    salt: 'case-1',
    verdict: 'e65d59c3e5ad54620974e99b395bc7e6a1a25f142138701e0b4dcdf4d78f3904',
  },
});
