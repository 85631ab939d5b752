declare module 'worker-source' {
  /** The bundled script of the worker. */
  const source: string;
  export default source;
}

declare module '*.gz' {
  const bytes: Uint8Array;
  export default bytes;
}

declare module '*.jsonl' {
  const text: string;
  export default text;
}
