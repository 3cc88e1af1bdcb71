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
      'uuJfXkXobZgKSv1I2W6/zr4QzHLUgMWk1BzcU7bBMJqnATcIFnX2Pr4DmFP8EG1Af67UiP3ErU9eoaRsns324uJ4yWrvLROK48SO' +
      'beLlIpYb3b15815P6JvyH6iKjAr8Vg346TkJTFJx1TnE+Cz8SKyyLmIUabzPjPh34ZdD6dY1yELFLSa1YnA+QKuy3cMwwGUwQ/RC' +
      'HlohGU/T8mB1ofAMK/aEPftp8ZCUome5yiWsO5HVPuw0yT8RKk/m4v4rDaS4cs0QbHZ9wafMSXStZJMtMQ2haXOUBq51qt4dCW0h' +
      'KpHV3vyMUbkNwJQ5T+Jk46cWTbhanUjN1vf8HHZKNeri5vUUyW96OM9XahkQJ6HFL69KcWl89GlF742J/DEUGgBjvFhgL7ve9X0m' +
      'NVE9qrXSUKP23pt6jcWzsb0G65E+ArSEsVaFKBj6+1yb9e8YMNrz0u7g6ZlXnwgN1xMotLFJkSfGlMa7bMr1BpvcNZlSIATttYB+' +
      'HM0h4iFcpVkSKaIYJ40BjZTr87B8Rfr6YdtIbmMun43ECCGSdQZIqoN11bRQsNTAWbRN6hiGl6Lxd3wbLCttpd0KvVzYmZCA9dk=',
    salt: 'case-4',
    verdict: '54da7f14056fa56880b75699ff24530353f595f0cd041567298a35d90dddc907',
  },
});
