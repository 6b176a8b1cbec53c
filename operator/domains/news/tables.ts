export interface NewsTable {
  id: string;
  kind: 'news' | 'promotion' | 'bonus' | 'works';
  title_ru: string;
  title_en: string;
  title_sv: string;
  summary_ru: string;
  summary_en: string;
  summary_sv: string;
  /** ms UTC */
  published_at: number;
  until_day: string | null;
}

declare module '../../platform/database/schema.ts' {
  interface Database {
    news: NewsTable;
  }
}
