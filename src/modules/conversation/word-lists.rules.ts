/** Comma-separated; compared after folding, so spellings of alef, ya, ta marbuta and hamza need no second entry. */
export const wordLists = {
  greet:
    'hi,hello,hey,hiya,hi there,hello there,good morning,good evening,good afternoon,salam,salaam,salam alaikum,' +
    'assalamu alaikum,السلام عليكم,السلام عليكم ورحمة الله,السلام عليكم ورحمة الله وبركاته,سلام,سلام عليكم,مرحبا,مرحبتين,' +
    'أهلا,أهلين,أهلا وسهلا,هلا,هلا والله,هاي,هلو,ياهلا,صباح الخير,مساء الخير,صباح النور,مساء النور,يا هلا',
  menu: 'menu,main menu,home,main,help,help me,options,القائمة,قائمة,المنيو,منيو,الرئيسية,القائمة الرئيسية,مساعدة,ساعدني,ساعدوني,ابدأ,البداية,خيارات',
  browse:
    'browse,shop,products,catalog,catalogue,collections,categories,items,store,what do you have,what do you sell,more,keep shopping,' +
    'تصفح,تسوق,المنتجات,منتجات,الأقسام,أقسام,الكتالوج,كتالوج,الأصناف,أصناف,المتجر,عندكم ايش,ايش عندكم,وش عندكم,شو عندكم,عندكم ايه,إيه عندكم,شنو عندكم,المزيد,متابعة التسوق,اكمل التسوق',
  cart: 'cart,basket,bag,shopping cart,view cart,السلة,سلة,سلتي,العربة,عربة,عربتي,سلة التسوق,عربة التسوق,سلة المشتريات,العربيه',
  checkout:
    'checkout,check out,buy,buy now,place order,complete order,order now,proceed,continue,done,' +
    'إتمام الطلب,اتمام الطلب,إتمام الشراء,أكمل الطلب,كمل الطلب,تأكيد الطلب,أكد الطلب,إنهاء الطلب,متابعة,تابع,أكمل,كمل,اطلب,اطلب الآن,شراء,اشتري,خلاص,خلصت,بس',
  pay: 'pay,pay now,payment,payment link,link,send link,pay link,ادفع,الدفع,دفع,أدفع الآن,رابط الدفع,الرابط,رابط,ارسل الرابط,السداد,سداد',
  cash:
    'cash,cod,cash on delivery,pay cash,pay on delivery,in cash,كاش,نقدا,نقد,نقدي,عند الاستلام,الدفع عند الاستلام,دفع عند الاستلام,' +
    'كاش عند الاستلام,نقدا عند الاستلام,ادفع عند الاستلام,ادفع كاش,كاش وقت الاستلام,عند التوصيل,الدفع نقدا',
  card: 'card,pay by card,by card,credit card,debit card,visa,mada,mastercard,apple pay,online,بطاقة,البطاقة,بالبطاقة,فيزا,بالفيزا,مدى,كرت,بالكرت,ابل باي,اونلاين,ماستر كارد,ادفع بالبطاقة,الدفع بالبطاقة',
  address:
    'address,change address,delivery address,new address,other address,another address,edit address,location,change location,' +
    'العنوان,عنوان,عنواني,تغيير العنوان,غير العنوان,تعديل العنوان,عنوان آخر,عنوان ثاني,عنوان جديد,اللوكيشن,لوكيشن,الموقع,موقعي,موقع التوصيل',
  edit: 'edit,edit cart,edit order,change,change cart,change order,modify,edit items,تعديل,عدل,عدلي,تعديل السلة,تعديل الطلب,عدل السلة,عدل الطلب,تغيير,غير الطلب,تغيير الطلب',
  cancel:
    'cancel,cancel order,cancel my order,إلغاء,الغ,الغي,ألغي,إلغاء الطلب,الغي الطلب,ألغ الطلب,الغاء طلبي,الغي طلبي,كنسل,كنسل الطلب,كنسلي,ابطل الطلب,بطل الطلب',
  orders:
    'order,orders,order status,status,my order,my orders,track,tracking,track order,track my order,where is my order,where is it,' +
    'where s my order,wheres my order,طلب,طلبي,طلباتي,الطلبات,حالة الطلب,حالة طلبي,وين طلبي,وين الطلب,فين طلبي,فين الطلب,فين الأوردر,وين الأوردر,اوردري,' +
    'أين طلبي,اين الطلب,متى يوصل,متى يوصل طلبي,متى يصل طلبي,تتبع,تتبع الطلب,تتبع طلبي,شحنتي,وين شحنتي',
  again:
    'reorder,re order,order again,same again,repeat,repeat order,same order,again,إعادة الطلب,اعد الطلب,اطلب مرة أخرى,اطلب مره ثانيه,نفس الطلب,كرر الطلب,تكرار الطلب,نفس الطلب السابق,مرة أخرى',
  agent:
    'agent,human,person,a human,a person,real person,talk to a person,talk to a human,talk to human,talk to someone,talk to an agent,speak to a person,speak to a human,speak to someone,speak to an agent,support,customer service,customer support,representative,operator,employee,staff,call me,' +
    'موظف,موظفة,الموظف,خدمة العملاء,خدمة عملاء,خدمة الزبائن,الدعم,دعم,الدعم الفني,إنسان,شخص,بشري,اكلم موظف,أكلم أحد,اكلم شخص,اكلم خدمة العملاء,التحدث مع شخص,التواصل مع موظف,التواصل مع خدمة العملاء,شخص حقيقي,موظف حقيقي,كلموني,اتصلوا بي,التحدث مع موظف,أتحدث مع موظف,تحدث مع موظف,ممثل خدمة العملاء',
  bot: 'bot,back,back to shop,back to the shop,البوت,بوت,رجوع,ارجع,الرجوع,العودة للمتجر,رجوع للمتجر',
  stop: 'stop,unsubscribe,opt out,stop offers,no offers,stop messages,no more offers,إيقاف,وقف,توقف,أوقف,ايقاف الرسائل,وقف الرسائل,إلغاء الاشتراك,الغاء اشتراك,ايقاف العروض,اوقفوا العروض,بدون عروض,لا ترسلوا عروض',
  start: 'start,subscribe,opt in,start offers,resume,اشتراك,اشترك,الاشتراك,تفعيل العروض,استئناف',
  language: 'language,change language,lang,اللغة,لغة,تغيير اللغة,غير اللغة',
  english: 'english,in english,en,الإنجليزية,انجليزي,بالانجليزي,انقليزي,انكليزي,إنجليزية,English please',
  arabic: 'arabic,in arabic,ar,العربية,عربي,بالعربي,عربية,بالعربية,اللغة العربية',
  yes: 'yes,yeah,yep,ok,okay,y,sure,confirm,confirmed,yes confirm,agree,accept,نعم,ايه,أيوه,ايوا,اي,أجل,اكيد,أكيد,تمام,اوكي,اوك,موافق,موافقة,أوافق,أؤكد,اكد,تأكيد,طيب,زين,يب,صح,ماشي',
  no: 'no,nope,n,لا,لأ,مو الحين,ليس الآن,لا شكرا,no thanks',
  thanks:
    'thanks,thank you,thx,ty,thanks a lot,thank you so much,great,perfect,good,nice,شكرا,شكرا جزيلا,مشكور,مشكورين,مشكورة,يعطيك العافية,الله يعطيك العافية,تسلم,تسلمون,ممنون,جزاك الله خير,الف شكر,شكرا لكم,شكرا لك',
} as const
