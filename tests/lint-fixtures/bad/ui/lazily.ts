const state = await import('#state/experiment.svelte.ts');
