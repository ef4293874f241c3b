/** What was opened, to be closed in reverse: whatever depends on a thing is closed before it. */
export interface ClosingStack {
  push(name: string, close: () => Promise<unknown>): void;
  /** Closes everything, once; what cannot be closed is told and does not hinder the rest. */
  close(): Promise<void>;
}

export const closingStack = (onError: (name: string, error: unknown) => void): ClosingStack => {
  const open: { readonly name: string; readonly close: () => Promise<unknown> }[] = [];
  let closing: Promise<void> | undefined;

  const closeAll = async (): Promise<void> => {
    for (let top = open.pop(); top; top = open.pop()) {
      const { name, close } = top;
      await close().catch((error: unknown) => onError(name, error));
    }
  };

  return {
    push: (name, close) => void open.push({ name, close }),
    close: () => (closing ??= closeAll()),
  };
};
