/**
 * Hard limits of reading, so that no input decides how much memory or time it gets. A length in a file is a claim:
 * nothing is ever allocated from one.
 */

export type Budget = {
  /** Sequences inside sequences. Real objects stay below 20. */
  readonly maxDepth: number;
  /**
   * Elements, items and fragments together. An RT structure set or an enhanced MR has some hundred thousand. A header reader
   * counts what it does not keep as well; up to a tenth of the bound may be spent on sequences that it does not look into.
   */
  readonly maxElements: number;
  /** Findings kept, besides the first of each kind; further ones are counted in a last finding. */
  readonly maxFindings: number;
  /** Bytes that a deflated data set may inflate to, PS3.5 §A.5; the syntax is used for reports and waveforms. */
  readonly maxInflatedBytes: number;
  /** Bytes that a header reader may hold, its elements counted with the memory they take. */
  readonly maxHeaderBytes: number;
  /** Bytes of one value (or top-level sequence) that a header reader keeps; a longer one is left out as `absent`. */
  readonly maxValueBytes: number;
};

export const defaultBudget: Budget = {
  maxDepth: 100,
  maxElements: 1_000_000,
  maxFindings: 200,
  maxInflatedBytes: 32 * 1024 * 1024,
  maxHeaderBytes: 1024 * 1024,
  maxValueBytes: 128 * 1024,
};

/** The memory that an element takes besides its bytes, as a header reader counts it. */
export const elementOverheadBytes = 200;
