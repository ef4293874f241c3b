export * from './merkle.ts';
export * from './merkle-proof.ts';
export * from './merkle-verify.ts';
