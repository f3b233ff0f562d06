"""How one name is written in many countries, and names that come close to it: each known alone, or all of them at once."""

# known | what people type for it; sure, or first of what is suggested
_ALIASES = """
Vladimir Putin | Путин; Владимир Путин; Путин Владимир Владимирович; Wladimir Putin; Poutine
Mikhail Khodorkovsky | Михаил Ходорковский; Chodorkowski; Mikhail Khodorkovskiy; Hodorkovsky; Khodorkovskii
Yevgeny Prigozhin | Evgeny Prigozhin; Евгений Пригожин; Jewgeni Prigoschin; Prigozhin; Yevgeniy Prigozhin
Alexander Lukashenko | Лукашенко; Aleksandr Lukashenko; Alyaksandr Lukashenka; Александр Лукашенко; Lukaschenko
Volodymyr Zelenskyy | Zelensky; Володимир Зеленський; Selenskyj; Zelenskiy; Volodimir Zelenski
Dmytro Kuleba | Дмитро Кулеба; Dmitry Kuleba; Kuleba Dmytro; D. Kuleba
Sergey Viktorovich Lavrov | Sergey Lavrov; Lavrov; Sergei Lavrov; Сергей Лавров; Lavrov Sergey Viktorovich
Nikolai Patrushev | Николай Патрушев; Patrushev; Nikolay Patrushev; Patruschew
Boyko Borisov | Бойко Борисов; Boiko Borissov; Borissow
Aleksandar Vučić | Vucic; Александар Вучић; Aleksandar Vucic; Vučić
Slobodan Milošević | Milosevic; Слободан Милошевић; Slobodan Milosevic
Mohammed bin Salman Al Saud | Mohammed bin Salman; Muhammad bin Salman; محمد بن سلمان; bin Salman; Mohamed bin Salman
Abdel Fattah el-Sisi | Abdelfattah el-Sisi; el-Sisi; al-Sisi; Abdel Fattah Al Sisi; Sisi; عبد الفتاح السيسي
Bashar al-Assad | Bashar Assad; Assad; al-Assad; Baschar al-Assad; بشار الأسد
Muammar Gaddafi | Gaddafi; Qaddafi; Muammar al-Gaddafi; Moammar Kadhafi; معمر القذافي
Abdelaziz Bouteflika | Abdel Aziz Bouteflika; Abd al-Aziz Bouteflika; Bouteflika; عبد العزيز بوتفليقة
Zine El Abidine Ben Ali | Zine el-Abidine Ben Ali; Ben Ali; Zineelabidine Ben Ali
Hassan Nasrallah | Hasan Nasrallah; حسن نصر الله; Nasrallah; Hassan Nasr Allah
Saad Hariri | سعد الحريري; Saad al-Hariri; Hariri; Sa'ad Hariri
Nabih Berri | Berri; نبيه بري; Nabih Berry
Samir Geagea | Geagea; سمير جعجع
Mustafa al-Kadhimi | al-Kadhimi; Kadhimi; Mustafa Kadhimi; مصطفى الكاظمي
Nouri al-Maliki | Nuri al-Maliki; Maliki; نوري المالكي
Ismail Haniyeh | Haniyeh; إسماعيل هنية; Ismail Haniya; Haniyah
Yahya Sinwar | Sinwar; يحيى السنوار; Yahya al-Sinwar; Jahja Sinwar
Mahmoud Abbas | محمود عباس; Abbas; Mahmud Abbas
Yasser Arafat | Yasir Arafat; ياسر عرفات; Arafat; Jassir Arafat
Abdul Ghani Baradar | Abdulghani Baradar; Baradar; Abd al-Ghani Baradar; عبدالغنی برادر
Hossein Amir-Abdollahian | حسین امیرعبداللهیان; Amirabdollahian; Amir Abdollahian; Hossein Amirabdollahian
Mohammad Javad Zarif | Zarif; Javad Zarif; محمدجواد ظریف; Mohammad-Javad Zarif; Mohammad Dschawad Sarif
Ebrahim Raisi | Raisi; ابراهیم رئیسی; Ebrahim Raeisi; Ibrahim Raisi
Ali Khamenei | Khamenei; علی خامنه‌ای; A. Khamenei
Masoud Pezeshkian | مسعود پزشکیان; Pezeshkian; Masud Pezeshkian
Benjamin Netanyahu | בנימין נתניהו; Netanyahu; Binyamin Netanyahu; Benyamin Netanyahu; Netanjahu
Yair Lapid | יאיר לפיד; Lapid; Jair Lapid
Itamar Ben-Gvir | Ben Gvir; Ben-Gvir; Bengvir; איתמר בן גביר
Xi Jinping | 习近平; 習近平; Xi; Jinping Xi
Wang Yi | 王毅; Wang
Li Keqiang | 李克强; Keqiang; Li Ke-qiang; Li Ke Qiang
Chiang Kai-shek | Chiang Kaishek; Chiang Kai Shek; Kai-shek Chiang
Tsai Ing-wen | Tsai Ingwen; Tsai; Ing-wen Tsai
Lai Ching-te | Lai Chingte; Lai; William Lai Ching-te
Kim Jong-un | Kim Jong Un; Kim Jongun; Kim Jong-Un; Jong-un Kim
Moon Jae-in | Moon Jae In; Moon Jaein; Jae-in Moon; Moon
Ban Ki-moon | Ban Kimoon; Ban Ki Moon; Ki-moon Ban
Yoon Suk-yeol | Yoon Suk Yeol; Yoon Seok-youl; Yoon; Yoon Sukyeol
Shinzō Abe | Shinzo Abe; Abe Shinzo; Abe; Abe Shinzō
Yōko Kamikawa | Yoko Kamikawa; Kamikawa; Kamikawa Yoko; Youko Kamikawa
Sanae Takaichi | Takaichi; Takaichi Sanae; タカイチ; たかいち さなえ
Tarō Kōno | Taro Kono; Kono Taro; Kono; Kōno Tarō
Nguyễn Phú Trọng | Nguyen Phu Trong; Phú Trọng; Nguyen Phu Trọng; Trong
Phạm Minh Chính | Pham Minh Chinh; Minh Chinh; Chinh; Pham Minh Chính
Tô Lâm | To Lam; Lâm
Võ Nguyên Giáp | Vo Nguyen Giap; Giap; General Giap
Viktor Orbán | Orbán Viktor; Orban; Orban Viktor; Viktor Orban
Péter Szijjártó | Szijjártó Péter; Szijjarto; Peter Szijjarto; Szijarto
Magyar Péter | Péter Magyar; Peter Magyar; Magyar
Ferenc Gyurcsány | Gyurcsany; Gyurcsány Ferenc; Gyurcsany Ferenc
Pedro Sánchez Pérez-Castejón | Pedro Sánchez; Pedro Sanchez; Sánchez; Pérez-Castejón; Sánchez Pérez-Castejón
Josep Borrell Fontelles | Josep Borrell; Borrell; Borell; Borrell Fontelles
Gabriel García Márquez | Garcia Marquez; García Márquez, Gabriel; Gabriel Garcia Marquez; Marquez
Andrés Manuel López Obrador | López Obrador; Lopez Obrador; Andres Manuel Lopez Obrador; Obrador
Juan Manuel Santos Calderón | Juan Manuel Santos; Santos; Juan Santos; Santos Calderon
María Corina Machado Parisca | María Corina Machado; Maria Corina Machado; Machado; Corina Machado
Luiz Inácio Lula da Silva | Lula da Silva; Luiz Inacio Lula da Silva; da Silva; Dasilva
Katrín Jakobsdóttir | Katrin Jakobsdottir; Katrín; Jakobsdóttir; Jakobsdottir Katrin
Guðni Thorlacius Jóhannesson | Gudni Johannesson; Guðni Jóhannesson; Gudni Th. Johannesson; Gudni
Þórdís Kolbrún Gylfadóttir | Thordis Kolbrun Gylfadottir; Þórdís; Thordis; Thordis Gylfadottir
Kyriakos Mitsotakis | Κυριάκος Μητσοτάκης; Μητσοτάκης; Mitsotakis; Kyriakos Mitsotakes
Alexis Tsipras | Αλέξης Τσίπρας; Τσίπρας; Tsipras; Alexis Tzipras
Georgios Papandreou | Γεώργιος Παπανδρέου; Παπανδρέου; Papandreou; Giorgos Papandreou
Dora Bakoyannis | Ντόρα Μπακογιάννη; Bakoyannis; Dora Bakogiannis
Yanis Varoufakis | Γιάνης Βαρουφάκης; Varoufakis; Giannis Varoufakis; Βαρουφάκης
Ursula von der Leyen | von der Leyen; vonderLeyen; von der leyen ursula; Ursula vonderleyen
Jaap de Hoop Scheffer | de Hoop Scheffer; Hoop Scheffer; Dehoopscheffer; Jaap de Hoop-Scheffer
Geert van der Meer | van der Meer; Vandermeer; Geert Vandermeer
Charles de Gaulle | de Gaulle; Degaulle; Charles Degaulle; DeGaulle
Jean-Claude Juncker | Jean Claude Juncker; Juncker; J.-C. Juncker; Jeanclaude Juncker; Junker
Marie-Thérèse Ondoa | Marie Therese Ondoa; Ondoa; Mariethérèse Ondoa
Recep Tayyip Erdoğan | Erdogan; Recep Tayyip Erdogan; Tayyip Erdogan; Erdoğan; Recep Erdogan
Mevlüt Çavuşoğlu | Cavusoglu; Mevlut Cavusoglu; Mevluet Cavusoglu; Çavuşoğlu
Lech Wałęsa | Walesa; Lech Walesa; Wałęsa
Radosław Sikorski | Radoslaw Sikorski; Sikorski; Sikorsky; Радослав Сикорский
Jens Stoltenberg | Stoltenberg; Столтенберг; Йенс Столтенберг; Jens Stoltenburg
Lars Løkke Rasmussen | Lokke Rasmussen; Lars Loekke Rasmussen; Løkke; Rasmussen; Lars Rasmussen
Jan Egeland | Egeland; Jan Egelund; Jan Egland
Seán MacBride | MacBride; Sean MacBride; Sean Mac Bride; Mac Bride; McBride
Conor McGregor O'Neill | O'Neill; O Neill; ONeill; Conor O’Neill
Narendra Modi | Modi; नरेन्द्र मोदी; Narendra Modhi
Mahinda Rajapaksa | Rajapaksa; Rajapakse; Mahinda Rajapakse
Ali Akbar Velayati | Ali A. Velayati; Velayati; Aliakbar Velayati
William W. Frost | Frost, William W.; William Frost; W. Frost; Frost
Nur ad-Din Mahmud | Nureddin Mahmud; Nuraddin Mahmud; Nur al-Din Mahmud
Salah al-Din Jadid | Salaheddin Jadid; Saladdin Jadid; Salah Jadid; Salah aldin Jadid
Abu Bakr Shekau | Abubakar Shekau; Shekau; Abubakr Shekau
Fakhr al-Din Ibrahim | Fakhreddin Ibrahim; Fakhruddin Ibrahim; Fakhraldin Ibrahim
Abdullahi Yusuf | Abdullahi Yussuf; Abd Allahi Yusuf; Yusuf
Abdallah Hamdok | Abdalla Hamdok; Abd Allah Hamdok; Hamdok; عبد الله حمدوك
Sheikh Hasina Wazed | Sheikh Hasina; Hasina; Hasina Wazed
Armen Sarkissian | Sarkissian; Sarkisian; Արմեն Սարգսյան
Salome Zourabichvili | Zourabichvili; Zurabichvili; სალომე ზურაბიშვილი
Sergei Shoigu | Сергей Шойгу; Shoigu; Sergey Shoygu; Schoigu; Shoigu Sergei
Dmitry Medvedev | Дмитрий Медведев; Dmitri Medvedev; Medwedew; Medvedev
Valentina Matviyenko | Валентина Матвиенко; Matvienko; Valentina Matvienko
Ramzan Kadyrov | Рамзан Кадыров; Kadyrov; Kadyrow; Ramsan Kadyrow
Andriy Yermak | Андрій Єрмак; Yermak; Andrii Yermak; Ermak
Denys Shmyhal | Денис Шмигаль; Shmyhal; Denis Shmyhal; Schmyhal
Sviatlana Tsikhanouskaya | Tsikhanouskaya; Svetlana Tikhanovskaya; Светлана Тихановская
Nikol Pashinyan | Նիկոլ Փաշինյան; Pashinyan; Pashinian
Ilham Aliyev | İlham Əliyev; Aliyev; Aliev
Mikheil Saakashvili | მიხეილ სააკაშვილი; Saakashvili; Micheil Saakaschwili
Faisal bin Farhan Al Saud | Faisal bin Farhan; فيصل بن فرحان; bin Farhan; Al Saud
Tamim bin Hamad Al Thani | Tamim bin Hamad; تميم بن حمد; Al Thani; Tamim Al Thani
Anwar Gargash | أنور قرقاش; Gargash; Anwar Qarqash
Abdullah bin Zayed | Abdallah bin Zayed; عبدالله بن زايد; bin Zayed; Abd Allah bin Zayed
Riyad al-Maliki | رياض المالكي; al-Maliki; Riad al-Malki; Maliki
Hanan Ashrawi | حنان عشراوي; Ashrawi
Walid Jumblatt | وليد جنبلاط; Jumblatt; Walid Joumblatt
Fuad Hussein | فؤاد حسين; Hussein; Fouad Hussein
Hakan Fidan | Fidan; Hakan Fidan; Fidan, Hakan
Ahmet Davutoğlu | Davutoglu; Ahmet Davutoglu; Davutoğlu
Abbas Araghchi | عباس عراقچی; Araghchi; Abbas Araqchi
Ali Larijani | علی لاریجانی; Larijani; A. Larijani
Ehud Olmert | אהוד אולמרט; Olmert
Tzipi Livni | ציפי לבני; Livni; Tsipi Livni
Avigdor Lieberman | אביגדור ליברמן; Lieberman; Liberman
Qin Gang | 秦刚; 秦剛; Gang Qin
Yang Jiechi | 杨洁篪; 楊潔篪; Yang Jie-chi; Jiechi Yang
Ma Ying-jeou | Ma Yingjeou; Ma Ying Jeou; Ying-jeou Ma
Park Geun-hye | Park Geun Hye; Park Geunhye; Geun-hye Park
Lee Jae-myung | Lee Jae Myung; Lee Jaemyung; Jae-myung Lee
Kim Yo-jong | Kim Yo Jong; Kim Yojong
Fumio Kishida | Kishida; Kishida Fumio; Kishida, Fumio
Yoshimasa Hayashi | Hayashi Yoshimasa; Hayashi
Nguyễn Xuân Phúc | Nguyen Xuan Phuc; Phuc; Xuan Phuc
Lương Cường | Luong Cuong; Lương Cường
Thongloun Sisoulith | Sisoulith; ทองลุน
Áder János | János Áder; Janos Ader; Ader Janos
Katalin Novák | Novák Katalin; Novak; Katalin Novak
José Manuel Albares Bueno | José Manuel Albares; Albares; Jose Manuel Albares; Albares Bueno
Arancha González Laya | Gonzalez Laya; Arancha Gonzalez; González Laya, Arancha
Gustavo Petro Urrego | Gustavo Petro; Petro; Petro Urrego
Nicolás Maduro Moros | Nicolas Maduro; Maduro; Maduro Moros
Ignazio La Russa | La Russa; Larussa; Ignazio Larussa
Giuseppe Di Vittorio | Di Vittorio; Divittorio; Giuseppe Divittorio
Dominique de Villepin | de Villepin; Villepin; Devillepin; Dominique Devillepin
Annegret Kramp-Karrenbauer | Kramp-Karrenbauer; Kramp Karrenbauer; Krampkarrenbauer; Karrenbauer
Joschka Fischer | Fischer; Joschka Fischer; Fischer Joschka
Karl-Theodor zu Guttenberg | zu Guttenberg; Guttenberg; Karl Theodor zu Guttenberg; Zuguttenberg
Bjarni Benediktsson | Benediktsson; Bjarni; Bjarni Benediktson
Sigmundur Davíð Gunnlaugsson | Sigmundur David Gunnlaugsson; Gunnlaugsson; Sigmundur Gunnlaugsson
Antonis Samaras | Αντώνης Σαμαράς; Samaras; Σαμαράς
Evangelos Venizelos | Ευάγγελος Βενιζέλος; Venizelos; Βενιζέλος
Nikos Dendias | Νίκος Δένδιας; Dendias; Δένδιας
Rory MacDonald | Mac Donald; Rory Mac Donald; MacDonald
Bernard Saint-Cyr | Saint Cyr; Saintcyr; Bernard Saint Cyr
Shams al-Din Rahimi | Shamsuddin Rahimi; Shams ad-Din Rahimi; Shamsaldin Rahimi
Sayf al-Islam Haddad | Saif al-Islam Haddad; Sayf alIslam Haddad; Seif el-Islam Haddad
Abd al-Malik Badr | Abdulmalik Badr; Abdelmalek Badr; Abdalmalik Badr; عبد الملك بدر
"""

# known | what means somebody else, or does not say who: nobody may be sure, though nobody else is known
_STRANGERS = """
高市早苗 | 高石早苗; 高市早耶; 高井早苗; 高市早苗子
王毅 | 王义; 王艺; 汪毅
李伟 | 李炜; 黎伟; 李玮
張偉 | 章伟; 张炜
金正恩 | 金正银; 金正日
安倍晋三 | 安倍晋太郎; 安部晋三
佐藤健 | 佐藤剣; 佐藤建
Muhammad bin Salman al-Rawi | Salman bin Muhammad al-Rawi; Muhammad bin Sulaiman al-Rawi; Muhammad bin Salim al-Rawi; bin Muhammad Salman al-Rawi; Salman al-Rawi bin Muhammad
Khalid bin Walid | Walid bin Khalid; Khalid bin Waleed bin Khalid; Walid Khalid
Ali Hassan Saleh al-Umari | Hassan Ali Saleh al-Umari; Saleh Ali Hassan al-Umari; Ali Saleh Hassan al-Umari; Saleh Hassan
Ahmed Abu Zaid | Abu Ahmed; Abu Ahmed Zaid; Zaid Abu Ahmed
Umar ibn Yusuf | Yusuf ibn Umar; ibn Umar; ibn Umar Yusuf
Fatima bint Ahmad | Ahmad bint Fatima; bint Fatima
Abd al-Rahman Salih | Salih Abd al-Rahman; Salih Abdalrahman
Ibrahim Barzan Hassan al-Tikriti | Barzan Ibrahim Hassan al-Tikriti; Hassan Ibrahim; Barzan Ibrahim; Ibrahim Barzan Hassan al-Mosuli
Saddam Hussein al-Tikriti | Hussein Saddam al-Tikriti; Saddam Hussein al-Dulaimi; Uday Saddam Hussein al-Tikriti
Kim Jong-chol | Kim Yong-chol; Kim Jong-chul; Kim Jong-chun
Kim Yong-nam | Kim Jong-nam; Kim Yong-man
Jang Mi-ran | Yang Mi-ran; Jeon Mi-ran
Park Ji-won | Park Jin-won; Park Won-ji
Lee Kuan Yew | Lee Kuan Hsien; Lee Yew Kuan; Kuan Lee Yew
Jiang Zemin | Yang Zemin; Jian Zemin; Zhang Zemin; Zemin Yang
Jian Ming | Yan Ming; Yang Ming
Li Juan | Li Yuan; Yuan Li
Qian Gang | Qiang Ang; Kian Gang; Jian Gang
Zhou Wei | Zhu Wei; Chou Wei; Wei Zhu
Xu Ming | Xue Ming
Zhang Wei | Zhang Wen; Chang Wei; Wei Chang
Chen Jun | Chen Yun; Chen Qun
Wang Anshi | Wan Ganshi; Wang Shian; Wan Gan Shi
Lin An | Li Nan
Hamada Kenji | Hanada Kenji; Yamada Kenji
Tamura Hiroshi | Tanura Hiroshi; Tamuro Hiroshi
Ali Marin | Ali Matin
Brian Karla | Brain Karla; Brian Kalra
Peter Simons | Peter Sinons
Nguyen Khang | Nguyen Hang; Khang Nguyen Van
Hang Nguyen | Khang Nguyen; Hạnh Nguyễn
Tran Thanh | Tran Tanh; Tran Thang
Phan Van Khai | Phan Van Hai; Van Khai Phan Son
Nguyễn Văn Linh | Nguyễn Linh Văn; Nguyễn Văn Lĩnh Sơn; Nguyễn Vân Long
Mark E. Green | Mark R. Green; Mark Edward R. Green; Marc F Green
William W Frost | Frost, William G.; W. G. Frost
Hans Joachim Friedrich | Hans O Friedrich; Joachim Hans Friedrich; Hans Friedrich Joachim Karl
George Walker Bush | George Herbert Bush; George H. W. Bush; Walker George Bush
John Quincy Adams | Quincy John Adams; Adams Quincy; John Adams Smith
Paul Whelan | Paul W. Smith; Whelan Paulson
Dmitry Peskov | P. Dmitry; Nikolai Peskov; Peskova Dmitry
Ivan Petrov | Ivan Petrova; Ivan Petrovsky; Petr Ivanov; Petrov Ivanov
Nursultan Nazarbayev | A. Nazarbayev; Nar Nazarbayev; Dariga Nazarbayeva
Sergey Viktorovich Lavrov | Sergey Ivanovich Lavrov; Viktor Sergeyevich Lavrov; Viktorovich Sergey; Sergey Viktorov
Barack Obama | Michelle Obama; George Hussein Onyango Obama
Alexei Navalny | Andrei Navalny; Yulia Navalnaya; Oleg Navalny
Roman Abramovich | Boris Abramovich; Abramovich Abramovich
Igor Sechin | Igor Sechev; Igor Shchekin
Mark Zuckerberg | Mark Zuckermann
Cristiano Ronaldo | Cristiano Ronaldinho
Serena Williams | Selena Williams; Venus Williams
Tim Cook | Tom Cook; Tim Cooke; Jim Cook
Raúl Castro | Raúl Castillo; Fidel Castro
Pol Pot | Pot Pouv; Paul Pott
Ali | علي; Aly
Ly Paul | لي; 李
Wei Li | 伟; 李
Hassan Hussein | حسين حسن; Hussein Hassan bin Ali
Anna Kovacs | An Na Kovacs-Nagy; Hanna Kovacs; Khanna Kovacs
Ana Ruiz Lopez | Ana Lopez Ruiz; Ruiz Ana Lopez
José Luis Rodríguez Zapatero | Luis José Rodríguez; José Rodríguez Luis; Luis José; José Zapatero Luis
Jón Gunnarsson | Gunnar Jónsson; Jon Gunnarsdottir
Katrín Jakobsdóttir | Jakob Katrínarson; Katrín Jakobsson
Nagy Péter | Nagy Pál; Nagyné Péter
Tóth Gábor | Gábor Tóthné; Tót Gábriel
Olga Barynova | Oleg Baranov; Olga Baranov
Olaf Scholz | Olaf Schulze; Octavian Scholz
Jan Daniel Bothma | Jean Daniel Bothma; Daniel Jan Bothma
Shin Tae-yong | Shin Yong-tae; Sin Tae-young
Park Chung-hee | Park Joon-hee; Hee Chung Park Joon; Park Hee-chung
Choe Ryong-hae | Choe Kyong-song; Choe Hae-ryong
Aung San Suu Kyi | Aung San Suu Win; San Aung Suu Kyi
Carlos Salinas | Carlos Saldívar; Salinas Salinas
Von Braun | Braun Vonn; de Braun
Juri Han | Yuri Khan; Khan Juri
Omar Khan | Omar Han; Umar Khang
Said Jalili | Sayed Jalil; Sa'ad Jalili
Michel Aoun | Michelle Aoun; Aoun Michael
Ginta Boreza | Janett Borez
Tigran Petrosyan | Petrosyan Tigranyan; Tigran Petrosian-Lee
李明博 | 李明勃; 李名博; 李明
金大中 | 金太中; 金大忠
石破茂 | 石波茂; 石破滋
王小红 | 王晓红; 王小宏
Li Xiaoming | 黎; 李
Hamad bin Khalifa al-Thani | Khalifa bin Hamad al-Thani; Hamad bin Hamad al-Thani; Khalifa Hamad; Hamad bin Jassim al-Thani
Hussein bin Talal | Talal bin Hussein; bin Hussein Talal; Talal Hussein
Mohammed Abdel Rahman Hassan | Abdel Rahman Mohammed Hassan; Hassan Abdel Rahman; Mohammed Hassan Abdel Rahman Ali
Ahmad Yusuf Khalid | Yusuf Ahmad Khalid; Khalid Yusuf; Ahmad Khalid Yusuf
Omar Abu Bakr | Abu Omar; Bakr Abu Omar; Abu Omar Bakr
Salim ben Ali | Ali ben Salim; ben Salim
Jung Yong-hwa | Yung Yong-hwa; Jung Hwa-yong; Jong Yong-hwa
Yoon Ji-hye | Joon Ji-hye; Yoon Hye-ji; Yoon Yi-hye
Yan Ming | Jan Ming; Yang Ming; Jian Ming
Zhu Rong | Zhou Rong; Zu Rong
Cheng Li | Chen Li; Zheng Li; Li Chen
Wang Juan | Wang Yuan; Yuan Wang
Tanaka Makiko | Tanaka Mikako; Tamaka Makiko; Tanaga Makiko
Kimura Taro | Kinura Taro; Kimura Jiro; Kimora Taro
Pham Van Dong | Pham Van Tong; Van Pham Dong; Dong Van
Trần Đức Lương | Trần Lương Đức; Trần Đức Long
James Earl Carter | Earl James Carter; James Carter Earl Jones; Carter Earl
William Henry Harrison | Henry William Harrison; William Harrison Henry Ford; Benjamin Harrison
Robert F. Wagner | Robert E. Wagner; F. R. Wagner; R. G. Wagner
Anna Karlova | Anna Karlov; Karlova Hanna; Anna Karlovna
Oleg Petrovich Smirnov | Oleg Ivanovich Smirnov; Petrovich Oleg; Petr Olegovich Smirnov; Oleg Petrov
Maria del Carmen Ruiz | Carmen del Maria Ruiz; Ruiz del Carmen; Carmen Maria
Juan Carlos Ortega Lopez | Carlos Juan Ortega; Juan Lopez Ortega; Ortega Carlos
Peter van Dijk | Peter von Dijk; van Peter Dijk; Dijk van Peter
Ludwig von Mises | Ludwig van Mises; Mises von
Tim Howard | Howard Tims; Tom Howard; T. Harold
Martin Luther King | Luther Martin King; King Luther; Martin King Luther Jr
Karim Nasser | Nasser Karimov; Karima Nasser; Kerim Nassar
Hadi Amin | هادي أمين; امين هادي
Dan Cohen | דן כהן; Daniel Kohen
Michael Weber | Michael Wener; Michele Weber; Michael Webber-Lee
Jose Ramos | José Rajos; Ramos Josefa
Björk Jónsdóttir | Jón Björksson; Bjork Jonsson
Kovács Anna | Anna Kovácsné; Kovach Hanna
Lee Min-ho | Lee Ho-min; Li Min-hu; Min Lee-ho
Chiang Ching-kuo | Ching Chiang-kuo; Chiang Kuo-ching
J. Smith | John Smith; Jane Smith; James Q. Smith
"""


def _pairs(table: str) -> list[tuple[str, str]]:
    rows = [line.partition("|") for line in table.strip().splitlines()]
    return [(known.strip(), typed.strip()) for known, _, all_typed in rows for typed in all_typed.split(";")]


ALIASES = _pairs(_ALIASES)
STRANGERS = _pairs(_STRANGERS)
