import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const CLOCKS = ['Date', 'performance', 'setTimeout', 'setInterval'];
const UNEVEN = ['cos', 'sin', 'tan', 'exp', 'log', 'log2', 'log10', 'pow', 'tanh'];

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      'public/**',
      'bench/**',
      'src/engine/simd/kernel/**',
      'tests/lint-fixtures/**',
      'tests/fixtures/**',
    ],
  },
  ...tseslint.configs.recommended,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, svelteConfig } },
  },
  {
    files: ['**/*.{ts,mjs,js,svelte}'],
    rules: {
      'max-lines': ['error', { max: 400 }],
      eqeqeq: 'error',
      'prefer-const': 'error',
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // The router is three hash links; there is no SvelteKit here to resolve them.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    // Props are `let` by Svelte's own convention; its rule knows which bindings those are.
    files: ['**/*.svelte'],
    rules: { 'prefer-const': 'off', 'svelte/prefer-const': 'error' },
  },
  {
    // What a recipe replays must not hang on a clock, on unseeded chance, or on a function that engines compute differently.
    files: ['core', 'lab', 'attacks', 'edits', 'detectors', 'lessons', 'challenges', 'course', 'labs'].map(
      (layer) => `src/${layer}/**/*.ts`,
    ),
    // Pages may wait; what they show was computed by the above.
    ignores: ['src/labs/**/*.svelte.ts'],
    rules: {
      'no-restricted-globals': ['error', ...CLOCKS],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Draw from a named stream (core/rng.ts).' },
        ...UNEVEN.map((property) => ({
          object: 'Math',
          property,
          message: 'Not the same bits in every JavaScript engine.',
        })),
      ],
    },
  },
);
