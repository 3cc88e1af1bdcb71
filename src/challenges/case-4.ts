import { sealedCase } from '#labs/parts/challenge/sealed-case.ts';

export default sealedCase({
  id: 'case-4',
  number: 4,
  title: 'The forecast after the merger',
  aim: 'Two groups merged their histories, and one model learned from both.',
  lab: 'trucks',
  story: [
    'After the merger the histories of two groups were put together, and this forecast was trained on the lot.',
    'Clean, trained on poisoned rows, or tampered with since: say which, and have the board prove it.',
  ],
  sealed: {
    packed:
      'qPrRhUmI68PW56B93ZGpNOjyhcTJZkkC9w4BphQ3qj1YjixxdZi1slAhU+XtBl6K6v1MOqeMCmFLUnf1GAKp6XVnEjLvz2RtMS11' +
      'uuJfXkXobZEURK1f3Wy0hKYeyj/UgJSqgg3BX+DZUePAPCcFDiPhcbsfz0GxHm5IMaSbl/eWvAdLp+Vjnti++f9k3XfqYwff4Nnd' +
      'car0aoRew7944BZUrtTgV7nCgEThXQv46ChaShN30WGBo2X/Sfipb30QdvnIxO1roIIR7YQyh0zOYSDgdCUkD7H9yIEi12QhH7JA' +
      'HjdvIQfVs2l58vAWMPuELvom8N6e5CShwTi5OofTavEnjGwVNwun+LYvQbamcJFVLW9wlbaJSTymZtErJlTgcG6PGq4n/sVVHGtk' +
      'fY/E3/SRUfAXhJI4TO9otLEQSfpflEDLwbL5Un4DMuq09+8U2iZ6P8hdLk0ZLu2BI6FIamlyuVxZ6cWI5nhRLQYqt004bL/e8DR0' +
      'MlkqqqDUUaPoxZ59iImtpLcG/pE3CPGB/VvDKArtt0OK9fUWI4mzl/j67p9bnw0e1RsotLFek3yDoZs=',
    salt: 'case-4',
    verdict: '54da7f14056fa56880b75699ff24530353f595f0cd041567298a35d90dddc907',
  },
});
