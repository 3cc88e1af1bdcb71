import './about.ts';
