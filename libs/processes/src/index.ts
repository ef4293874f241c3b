export * from './conversion.process.ts';
export * from './dispatch.ts';
export * from './erasure.process.ts';
