import { leadCapture } from './lead/capture.events.ts';
import { leadHandover } from './lead/handover.events.ts';
import { leadNurture } from './lead/nurture.events.ts';
import { leadQualification } from './lead/qualification.events.ts';

export * from './lead/codes.ts';
export { Bant } from './lead/qualification.events.ts';

/** Streams `lead-{leadId}`. */
export const leads = { ...leadCapture, ...leadNurture, ...leadHandover, ...leadQualification };
