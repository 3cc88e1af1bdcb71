declare module 'convnetjs' {
  const convnetjs: {
    Net: new () => { makeLayers(layers: object[]): void; layers: { biases: { w: Float64Array } }[] };
    SGDTrainer: new (net: object, options: object) => { train(vol: object, label: number): void };
    Vol: new (sx: number, sy: number, depth: number, fill: number) => { w: Float64Array };
  };
  export default convnetjs;
}
