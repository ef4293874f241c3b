export * from './authority.ts';
export * from './authorize.ts';
export * from './business-time.ts';
export * from './directory.port.ts';
export * from './process-definition.ts';
export * from './processes.ts';
export * from './sales-proc-003.v1.ts';
export * from './values.ts';
