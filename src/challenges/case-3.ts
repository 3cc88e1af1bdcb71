import { sealedCase } from '#labs/parts/challenge/sealed-case.ts';

export default sealedCase({
  id: 'case-3',
  number: 3,
  title: 'The reader nobody trusts',
  aim: 'A clerk swears that this reader is rigged. Is it?',
  lab: 'checks',
  story: [
    'One wrong check, one angry clerk, and a rumour. The reader has been in service for a month.',
    'Clean, trained on poisoned rows, or tampered with since: say which, and have the board prove it.',
  ],
  sealed: {
    packed:
      'jqgCdlVvNVMsVh6Eb8pFkVtdx//iSdscvQJbF2DTUsb5KGBeH9KHNwMmCWpTSKL7HwNEX+pA/ehGUbdHDc4x23issXzvmfE86xNa' +
      'msQ/WBcpiA7Sm8MRc21bTCj4IjiKMbJ+6rZhEWrbqMR6COmTtl6lsQgucgFZ2Doo1fJl5i9hhvvwOcBlAc+nhbRCpij5QoOOwcob' +
      'Ewpls1Y83zcvk+6Z2zz1PvZyIhyTImrFV95vL1+qbSUJ7KhKEj3M8T2L7yRGKRyBBZfYWbuV2AaxHNY+3VoMMPDII18Jzb+7h6M5' +
      'i8WDe9unV6jyGGwTVKVwR/mY/HLF8dpn64lS8L5DEBhrG6EdG9GcVfC0GeSUI/sJdkxFuSSW8s/UmOVWbdvXeFFyEFRrvknXsdRK' +
      'PietXGLrDN+tdg8fXXrROCkrC2dSA+1O+voPvoLMRFc7N4TjQSM2TvSWsnKdnu5bW+qhn0mtbHvHLQ29Cq1B8s1WPA==',
    salt: 'case-3',
    verdict: 'bf52b9ab678865a106b8e1ba8c86ce166249fe4b3056505f5fbfaf6b07e9d033',
  },
});
