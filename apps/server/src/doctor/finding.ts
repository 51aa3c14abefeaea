/** What `doctor` says about one part of a node. */
export type Finding = {
  readonly name: string;
  readonly ok: boolean;
  readonly found: string;
  /** What to do where it is not ok. */
  readonly advice?: string;
};
