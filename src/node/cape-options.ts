// How to talk to a CAPE server.

/** How to talk to CAPE; plain values, so that workers can have them. The token comes from CAPE_TOKEN only. */
export interface CapeOptions {
  /** `submit`: upload the input; `find`: look its hash up. Undefined: the input is a report or an address. */
  readonly mode?: 'submit' | 'find';
  readonly url?: string;
  readonly machine?: string;
  readonly package?: string;
  readonly timeout?: number;
  readonly route?: string;
  readonly tags?: string;
  readonly waitSeconds: number;
  readonly maxReportBytes?: number;
  readonly insecure: boolean;
}
