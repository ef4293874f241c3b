export * from './conventions.ts';
export * from './i-json.ts';
export * from './identity/identity-provider.ts';
export * from './identity/local-issuer.ts';
export * from './position-token.ts';
export * from './problem.ts';
export * from './request-id.ts';
export * from './token-bucket.ts';
