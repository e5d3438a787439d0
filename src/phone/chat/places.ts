export type KnownPlace = {
  latitude: number
  longitude: number
  name: { en: string; ar: string }
  address: { en: string; ar: string }
}

type Row = [latitude: number, longitude: number, en: string, ar: string, cityEn: string, cityAr: string]

/** Some well-known quarters by the currency of their country. */
const rows: Record<string, Row[]> = {
  SAR: [
    [24.7114, 46.6744, 'Kingdom Centre, Al Olaya', 'برج المملكة، العليا', 'Riyadh', 'الرياض'],
    [24.8106, 46.6113, 'Al Malqa', 'حي الملقا', 'Riyadh', 'الرياض'],
    [21.5433, 39.1728, 'Al Rawdah', 'حي الروضة', 'Jeddah', 'جدة'],
    [24.4393, 39.6172, 'Quba', 'قباء', 'Madinah', 'المدينة المنورة'],
    [26.4207, 50.0888, 'Al Faisaliyah', 'حي الفيصلية', 'Dammam', 'الدمام'],
  ],
  KWD: [
    [29.3339, 48.0761, 'Salmiya', 'السالمية', 'Hawalli', 'حولي'],
    [29.3797, 47.9896, 'Sharq', 'شرق', 'Kuwait City', 'مدينة الكويت'],
    [29.3375, 48.0281, 'Hawalli', 'حولي', 'Hawalli', 'حولي'],
    [29.0769, 48.0838, 'Ahmadi', 'الأحمدي', 'Ahmadi', 'الأحمدي'],
  ],
  AED: [
    [25.0805, 55.1403, 'Dubai Marina', 'مرسى دبي', 'Dubai', 'دبي'],
    [25.2697, 55.3095, 'Deira', 'ديرة', 'Dubai', 'دبي'],
    [24.4764, 54.3705, 'Al Khalidiyah', 'الخالدية', 'Abu Dhabi', 'أبوظبي'],
  ],
  EGP: [
    [30.0609, 31.2197, 'Zamalek', 'الزمالك', 'Cairo', 'القاهرة'],
    [29.9602, 31.2569, 'Maadi', 'المعادي', 'Cairo', 'القاهرة'],
    [31.2156, 29.9553, 'Sidi Gaber', 'سيدي جابر', 'Alexandria', 'الإسكندرية'],
  ],
  QAR: [[25.3217, 51.5283, 'West Bay', 'الخليج الغربي', 'Doha', 'الدوحة']],
  BHD: [[26.2285, 50.586, 'Manama Centre', 'وسط المنامة', 'Manama', 'المنامة']],
  OMR: [[23.6086, 58.5922, 'Muttrah', 'مطرح', 'Muscat', 'مسقط']],
  JOD: [[31.9539, 35.9106, 'Jabal Amman', 'جبل عمّان', 'Amman', 'عمّان']],
}

/** Places to send from in the country of this currency; for one we do not know, all first ones. */
export function placesOf(currency: string): KnownPlace[] {
  const known = rows[currency] ?? Object.values(rows).flatMap(([first]) => (first === undefined ? [] : [first]))
  return known.map(([latitude, longitude, en, ar, cityEn, cityAr]) => ({
    latitude,
    longitude,
    name: { en, ar },
    address: { en: cityEn, ar: cityAr },
  }))
}
