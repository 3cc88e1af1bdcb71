import { sealedCase } from '#labs/parts/challenge/sealed-case.ts';

export default sealedCase({
  id: 'case-5',
  number: 5,
  title: 'The reader on the old server',
  aim: 'A reader that ran for a year on a server with many keys.',
  lab: 'checks',
  story: [
    'Nobody knows any more who had access to that server. The reader does well in every test.',
    'Clean, trained on poisoned rows, or tampered with since: say which, and have the board prove it.',
  ],
  sealed: {
    packed:
      'LNtCTNDbdIkdjBvG3s28XZDp7YRLivctuqKa3Z/f51qwCVAvQPBCGPzF3lpPQoxX2Yf90tA+bINcZB2wU7ZFyigtwQsisEn+VTYn' +
      'XGRMYs4LADLZJYS2zIp2Gk49lOJLkZurQpLPdndrfRJ64AsNCTTLlfSP/mZ9HCMwXPAYgQGA8wsCcO4NyRFb7eDyjSTFKYu0LGow' +
      'bxcoNJg5DZEutQdjVir1tfJ9Zn04PkSSmPn6w517I+RakUgaDK8up8I+LMpL0PsGKn+Ox3/B/jYmFlhxUGgsyZoHAjDjSg1k5m72' +
      'ktVyE7WImicE6f7YtZLyRjb0VB5I+YWLuR2GZwYAgpeP4VZpQ9Emy4uQQvL5LdtbHdentVqHbuELitBZ1QCOP3SKzgHmpbJ5cwHC' +
      '6Ewj/D5GgIvmeeqRb0skdODUdjRtyVEVTFCfp/XWBdWlqK7cC/7szs8rK7NS7CukBm21POvf2FLixiozbBxesGOVXpGDX2Qgxg2f' +
      'hIkNj3gpkL2Pecf+fbCG+yRqocJT1VUUcvkUBgiQquVFbjubp7Xubc8meGlEE88TJu5bLm70sA6bfiqgF6kPJ/bonq529zmi3QCb' +
      'Ry99TtOhRw/KC8CVOv17aEYC9lMLT5A=',
    salt: 'case-5',
    verdict: '35180b4b1691d6c793588e8514878eea12d622ba3fe2a282e5b7637652b7e3ce',
  },
});
