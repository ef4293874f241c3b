import { entityOf } from '#querying/nest';
import { forecastTable, type ForecastRow } from './forecast.row.ts';

export const forecastEntity = entityOf<ForecastRow>(forecastTable);
