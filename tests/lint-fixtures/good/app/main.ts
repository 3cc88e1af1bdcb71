import View from '#labs/checks/View.svelte';
