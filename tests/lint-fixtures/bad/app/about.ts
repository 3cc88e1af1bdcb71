import './round.ts';
