declare module 'worker-source' {
  /** The bundled script of the worker. */
  const source: string;
  export default source;
}

declare module '*.jsonl' {
  const text: string;
  export default text;
}
