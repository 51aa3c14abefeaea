/** True for what the operating system refuses, such as `EACCES`. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
