import type { Recipe } from '#lab/recipe.ts';
