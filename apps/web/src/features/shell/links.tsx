/** Links that look like Mantine's buttons and anchors and know the router's pages and their parameters. */

import { Anchor, type AnchorProps, Button, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ReactNode, Ref } from 'react';

type ElementProps = { readonly ref?: Ref<HTMLAnchorElement>; readonly children?: ReactNode };

export const AnchorLink = createLink((props: AnchorProps & ElementProps) => <Anchor {...props} />);

export const ButtonLink = createLink((props: ButtonProps & ElementProps) => <Button component="a" {...props} />);
