/** Fetches a file over HTTPS, redirects followed. Throws a plain Error that says why it could not. */
export async function download(url: string, timeoutMs: number, signal?: AbortSignal): Promise<Uint8Array> {
  const limits = [AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])];
  try {
    const response = await fetch(url, { redirect: "follow", signal: AbortSignal.any(limits) });
    if (!response.ok) throw new Error(`the server answered ${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : "";
    throw new Error(`${error instanceof Error ? error.message : String(error)}${cause}`);
  }
}
