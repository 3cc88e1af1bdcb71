import { COURSE_STATES } from './course.ts';
import { GUIDE_STATES } from './guides.ts';
import { LAB_STATES } from './labs.ts';
import { TROUBLE_STATES } from './trouble.ts';

/** Every page and state. One more is one more entry in the list that it belongs to. */
export const STATES = [...LAB_STATES, ...GUIDE_STATES, ...COURSE_STATES, ...TROUBLE_STATES];
