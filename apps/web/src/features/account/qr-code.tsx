/** A QR code (ISO/IEC 18004), drawn here: what it holds goes to nobody. */

import { encode } from 'uqr';

/** Empty modules around it, as readers need them. */
const border = 4;

export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border });
  const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      width={208}
      height={208}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
      style={{ background: '#fff', borderRadius: 8, alignSelf: 'center', maxWidth: '100%' }}
    >
      <path d={dark.join('')} fill="#000" />
    </svg>
  );
}
