import { cannotKnow, defineDetector, NOTHING_FOUND } from '#lab/detector.ts';

/** Digits of a digest that a person can compare. */
const SHOWN = 16;
const shortened = (digest: string) => `${digest.slice(0, SHOWN)}…`;

export default defineDetector({
  id: 'release-digest',
  title: 'Digest against the release',
  plainly: 'Is it the very model that was signed?',
  kind: 'provenance',
  looksAt: 'weights',
  rows: 'any',
  summary:
    'Compares the SHA-256 of the parameters in use with the one that was signed when training ended. A single bit that changed since ' +
    'then gives another digest.',
  blind:
    'It knows nothing of what happened before signing: a model that learned from poisoned rows is signed like any other, and its ' +
    'digest will match for ever.',
  paper: null,
  fields: {},
  async run({ release, digest }) {
    if (!release) return cannotKnow('Nothing was signed: the model came as a file, and nobody vouches for it.');
    const isSame = release.digest === digest;
    return {
      ...NOTHING_FOUND,
      signal: isSame ? 'quiet' : 'alarm',
      says: isSame
        ? 'The parameters in use are bit for bit those that were signed. What they learned from is another question.'
        : 'The parameters in use are not those that were signed: somebody changed them after training.',
      sure:
        'Certain, as far as SHA-256 is: nobody has ever found two inputs with one digest. A model that was not changed cannot raise a ' +
        'false alarm.',
      measurements: [
        { label: 'Signed', text: shortened(release.digest) },
        { label: 'In use', text: shortened(digest) },
      ],
    };
  },
});
