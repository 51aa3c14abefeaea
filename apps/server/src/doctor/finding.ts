/** What `doctor` says about one part of a node. */
export type Finding = {
  readonly name: string;
  readonly ok: boolean;
  readonly found: string;
  /** It works and is dangerous: told, and no reason to fail. */
  readonly isWarning?: true;
  /** What to do where it is not ok. */
  readonly advice?: string;
};
