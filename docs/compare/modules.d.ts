declare module '*.jpg' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
