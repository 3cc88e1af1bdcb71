const MOST = 4;

/** Sentences the learner should see once: a repaired link, an engine that stepped down, a restarted worker. */
export class Notices {
  sentences: readonly string[] = $state.raw([]);

  say(sentence: string): void {
    this.sentences = [...this.sentences.filter((known) => known !== sentence), sentence].slice(-MOST);
  }

  dismiss(sentence: string): void {
    this.sentences = this.sentences.filter((known) => known !== sentence);
  }
}
