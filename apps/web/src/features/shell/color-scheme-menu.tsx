/** Light, dark, or as the system has it. */

import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { useWords } from '../../languages/language-provider.tsx';
import { IconMenu } from '../../ui/icon-menu.tsx';

const schemes = [
  { value: 'light', label: 'shell.light', icon: IconSun },
  { value: 'dark', label: 'shell.dark', icon: IconMoon },
  { value: 'auto', label: 'shell.likeSystem', icon: IconDeviceDesktop },
] as const;

export function ColorSchemeMenu() {
  const t = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Current = schemes.find((scheme) => scheme.value === colorScheme)?.icon ?? IconDeviceDesktop;
  const choose = (value: string) => setColorScheme(schemes.find((scheme) => scheme.value === value)?.value ?? 'auto');
  return (
    <IconMenu
      position="bottom-end"
      width={200}
      label={t('shell.appearance')}
      icon={<Current size={20} stroke={1.6} />}
      size={36}
    >
      <Menu.Dropdown>
        <Menu.RadioGroup value={colorScheme} onChange={choose}>
          {schemes.map(({ value, label, icon: Icon }) => (
            <Menu.RadioItem key={value} value={value} closeMenuOnClick rightSection={<Icon size={16} />}>
              {t(label)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </IconMenu>
  );
}
