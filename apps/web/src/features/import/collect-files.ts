/**
 * Turns what was dropped or chosen into files with paths: single files, folders with everything below them, several at a
 * time. Folders are walked while the first files are already being sent.
 */

export type ChosenFile = {
  /** Path below the dropped folder, with forward slashes; for display only. */
  readonly path: string;
  readonly file: File;
};

/**
 * Returns the files of a drop. The entries are taken before the first wait, because browsers empty the transfer as soon
 * as the event's handler has returned.
 */
export function collectDropped(transfer: DataTransfer): AsyncIterable<ChosenFile> {
  const entries: FileSystemEntry[] = [];
  const files: File[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    if (entry !== null) entries.push(entry);
    else {
      const file = item.getAsFile();
      if (file !== null) files.push(file);
    }
  }
  return walk(entries, files);
}

/** Returns the files of an `<input type="file">`, of a folder with the paths below it. */
export function collectChosen(files: FileList | readonly File[]): readonly ChosenFile[] {
  return [...files].map((file) => ({
    path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath,
    file,
  }));
}

async function* walk(entries: readonly FileSystemEntry[], files: readonly File[]): AsyncIterable<ChosenFile> {
  for (const file of files) yield { path: file.name, file };
  for (const entry of entries) yield* walkEntry(entry);
}

async function* walkEntry(entry: FileSystemEntry): AsyncIterable<ChosenFile> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    yield { path: entry.fullPath.replace(/^\//, ''), file };
  } else if (isDirectory(entry)) {
    for await (const child of children(entry)) yield* walkEntry(child);
  }
}

/** `readEntries` answers at most a hundred at a time and an empty list at the end. */
async function* children(directory: FileSystemDirectoryEntry): AsyncIterable<FileSystemEntry> {
  const reader = directory.createReader();
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return;
    yield* batch.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
