import { join } from 'node:path';
import ts from 'typescript';

/** One object for Kubernetes, as its file has it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

const options: ts.CompilerOptions = {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  types: [],
  lib: ['lib.es5.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
};

/** Each manifest as a literal of the type that Kubernetes' own description of its API gives. */
const sourceOf = (manifests: readonly Manifest[]): string =>
  manifests
    .map((manifest, at) => {
      const { apiVersion, kind } = manifest;
      return `import type { I${kind} as I${at} } from 'kubernetes-models/${apiVersion}/${kind}';\nexport const _${at}: I${at} = ${JSON.stringify(manifest)};`;
    })
    .join('\n');

const nameOf = (manifests: readonly Manifest[], { file, start = 0 }: ts.Diagnostic): string => {
  const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
  const manifest = manifests[Math.floor(line / 2)];
  return `${manifest?.kind} ${manifest?.metadata.name}`;
};

/** What Kubernetes would not know, would miss, or would take for something else: each by the object that has it, and in the compiler's words. */
export const complaintsOf = (manifests: readonly Manifest[]): readonly string[] => {
  // Inside the project, so that it finds what it imports.
  const path = join(import.meta.dirname, 'manifests.generated.ts');
  const source = ts.createSourceFile(path, sourceOf(manifests), ts.ScriptTarget.ES2022);
  const files = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...files,
    getSourceFile: (file, ...rest) => (file === path ? source : files.getSourceFile(file, ...rest)),
    fileExists: (file) => file === path || files.fileExists(file),
  };
  return ts
    .getPreEmitDiagnostics(ts.createProgram([path], options, host))
    .map((found) => `${nameOf(manifests, found)}: ${ts.flattenDiagnosticMessageText(found.messageText, '\n')}`);
};
