// Records that the wrapper writes and the kernel reads, word by word; `layout.ts` beside the wrapper holds the same order.

/** Rows of a dataset in compressed sparse form; each row knows where its own columns and values lie. */
@unmanaged
export class Rows {
  columns: usize; // per row: address of its u16 column numbers
  values: usize; // per row: address of its f32 values
  counts: usize; // per row: how many non-zeros
  roomy: usize; // per row: u8, 1 when no non-zero lies on the image's edge
  labels: usize; // per row: u8 class
  targets: usize; // rows x outputs f32, or 0 for classification
}

/** One layer. Widths are padded to multiples of four so that every vector operation is whole. */
@unmanaged
export class Layer {
  inputs: i32;
  outputs: i32;
  padded: i32;
  weights: usize; // inputs x padded, input-major
  biases: usize;
  gradWeights: usize;
  gradBiases: usize;
  velocityWeights: usize;
  velocityBiases: usize;
  squareWeights: usize; // second moments, Adam only
  squareBiases: usize;
  out: usize; // activations (logits in the last layer), padded
  delta: usize; // gradient of the loss wrt what went into the activation, padded
}

@unmanaged
export class Net {
  layers: usize; // address of the first Layer
  depth: i32;
  activation: i32; // 0 ReLU, 1 tanh
  loss: i32; // 0 cross-entropy, 1 squared error
  adam: i32;
  momentum: f32;
  weightDecay: f32;
  scratchColumns: usize;
  scratchValues: usize;
}
