import { dealDocuments } from './opportunity/documents.events.ts';
import { discovery } from './opportunity/discovery.events.ts';
import { gates } from './opportunity/gates.events.ts';
import { dealLifecycle } from './opportunity/lifecycle.events.ts';

export { Forecast, forecastCategories, lossReasons, parties } from './opportunity/lifecycle.events.ts';

/** Streams `opportunity-{opportunityId}`. */
export const opportunities = { ...dealLifecycle, ...gates, ...discovery, ...dealDocuments };
