export * from './conversion.process.ts';
export { deadline, type Category, type Deadline, type DeadlineCommands, type Due } from './deadlines/deadline.ts';
export * from './deadlines/deadlines.projection.ts';
export * from './deadlines/declared.ts';
export * from './deadlines/dispatch-deadline.ts';
export * from './deadlines/leads.deadlines.ts';
export * from './dispatch.ts';
export * from './erasure.process.ts';
export * from './leads.process.ts';
