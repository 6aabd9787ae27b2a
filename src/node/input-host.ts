// What opening an input may tell, and how it is told to stop.

export interface InputHost {
  /** Takes lines that warn. */
  warn(text: string): void;
  /** Takes a line that says what is under way. */
  say(text: string): void;
  /** Has `abort` called when the user interrupts; returns what ends that. Without it nothing interrupts. */
  onInterrupt?(abort: () => void): () => void;
}
