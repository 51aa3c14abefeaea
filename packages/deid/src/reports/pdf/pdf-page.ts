/** What is read of a page of a PDF, and what is written of it: lines of text, and pictures. */

import type { RenderedImage } from '@isocenter/pixels/render';

export type PdfLine = {
  readonly text: string;
  /** From the lower left corner of the page, in points; of the base of the first letter. */
  readonly x: number;
  readonly y: number;
  /** Height of the letters, in points. */
  readonly size: number;
};

export type PdfPicture = {
  /** Of its lower left corner, from that of the page, in points. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly image: RenderedImage;
};

export type PdfPage = {
  /** In points, as the page is shown. */
  readonly width: number;
  readonly height: number;
  readonly lines: readonly PdfLine[];
  /** Under the lines. */
  readonly picture?: PdfPicture;
};
