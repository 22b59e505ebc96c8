import type { ThemeConfig } from 'antd';

/**
 * Colours and sizes of antd's parts; the pages' own parts use the same values from look.css. Grey texts are darker than
 * antd's: its own miss the contrast of 4.5 to 1 that small text needs.
 */
export const LOOK: ThemeConfig = {
  token: {
    colorPrimary: '#0b6b60',
    colorLink: '#0b6b60',
    colorInfo: '#1d5fa8',
    colorSuccess: '#1a7442',
    colorWarning: '#8a5200',
    colorError: '#b3261e',
    colorSuccessBg: '#e3f3e8',
    colorWarningBg: '#fbf0da',
    colorErrorBg: '#fce9e6',
    colorInfoBg: '#e5eff9',
    colorTextBase: '#16211f',
    colorBgLayout: '#f4f2ec',
    colorBorder: '#b9b3a6',
    colorBorderSecondary: '#e3ded3',
    colorTextSecondary: 'rgba(22, 33, 31, 0.76)',
    colorTextTertiary: 'rgba(22, 33, 31, 0.68)',
    colorTextDescription: 'rgba(22, 33, 31, 0.68)',
    colorTextPlaceholder: 'rgba(22, 33, 31, 0.62)',
    colorTextDisabled: 'rgba(22, 33, 31, 0.55)',
    borderRadius: 6,
    fontSize: 14,
    fontFamily:
      'system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif',
    fontFamilyCode: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace',
    // Work, not a show. And antd’s leaving icons can get stuck: a button then goes on saying that it is loading.
    motion: false,
  },
  components: {
    Table: { headerBg: '#faf8f3', cellPaddingBlock: 10 },
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
  },
};
