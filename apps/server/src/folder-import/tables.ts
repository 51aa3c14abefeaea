/** Row type of imports under way, as `database/migrations/0012-import-progress.ts` makes it. */

export type ImportProgressTables = {
  import_progress: {
    /** Of the folders that are imported. */
    import_digest: Buffer;
    /** Of a file's path, length and time of last change. */
    file_digest: Buffer;
  };
};
