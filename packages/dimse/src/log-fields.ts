/** What log lines of this package say about peers and errors, and no more. */

export function peerFields(peer: { callingAet: string; calledAet: string; address: string }): object {
  return { callingAet: peer.callingAet, calledAet: peer.calledAet, address: peer.address };
}

/** Class and code of an error; its message may hold anything, such as a value of a data set, and stays out. */
export function failureFields(error: unknown): object {
  if (!(error instanceof Error)) return { errorName: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { errorName: error.name, ...(code !== undefined && { errorCode: code }) };
}
