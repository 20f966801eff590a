/** The width of the table, in pixels at the usual size of text, for all who ask which columns it shows. */
class TableRoom {
  /** In pixels as they are; nothing until it was measured. */
  width = $state(0);

  get usual(): number {
    const scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 13;
    return this.width === 0 ? Infinity : this.width / scale;
  }
}
export const tableRoom = new TableRoom();
