import { expect, test } from 'vitest';
import { sampleSendLine } from './sample-send-line.ts';

test('the line names the host by which the page was reached', () => {
  expect(sampleSendLine({ aeTitle: 'ISOCENTER', port: 11112, loopbackOnly: false }, '127.0.0.1')).toBe(
    'dcmsend -nh -dn +sd +r -aec ISOCENTER localhost 11112 .',
  );
  expect(sampleSendLine({ aeTitle: 'ISOCENTER', port: 104, loopbackOnly: false }, 'pacs.example')).toContain(
    ' pacs.example 104 ',
  );
});

test('a node that listens for its own machine alone is named so, however the page was reached', () => {
  expect(sampleSendLine({ aeTitle: 'ISOCENTER', port: 104, loopbackOnly: true }, 'pacs.example')).toContain(
    ' localhost 104 ',
  );
});

test('an AE title that a shell would take apart is quoted', () => {
  expect(sampleSendLine({ aeTitle: "RAD'S NODE", port: 104, loopbackOnly: false }, 'h')).toContain(
    `-aec 'RAD'\\''S NODE' h`,
  );
});
