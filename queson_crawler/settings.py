"""Scrapy's settings. ITEM_PIPELINES is the flow, readable from top to bottom."""

BOT_NAME = "queson"
SPIDER_MODULES = ["queson_crawler.spiders"]
NEWSPIDER_MODULE = "queson_crawler.spiders"

EXTENSIONS = {"queson_crawler.recording.recorder.Recorder": 100}
ITEM_PIPELINES = {
    "queson_crawler.recording.pipelines.Normalise": 200,
    "queson_crawler.recording.pipelines.Deduplicate": 300,
    "queson_crawler.recording.pipelines.Store": 400,
}
CONCURRENT_ITEMS = 1  # a page brings one item; Scrapy starts as many tasks per page as this says
QUESON_ARCHIVE = None  # the folder; the command line sets it, else $QUESON_ARCHIVE, else ./data

USER_AGENT = "queson/0.1 (archive of Vietnamese district portals)"  # and, where the keeper says it, whom to write to
ROBOTSTXT_USER_AGENT = "queson"
ROBOTSTXT_OBEY = True
DOWNLOAD_DELAY = 1.0  # kept by the throttle, for each address
DOWNLOAD_SLOTS = {"portal": {"delay": 0.0, "jitter": 0.0}}  # so Scrapy itself adds none
CONCURRENT_REQUESTS = 1  # what waits for its turn is dropped when the crawl is stopped; what was begun is awaited
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_TIMEOUT = 40
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
QUESON_FILE_MEGABYTES = 32  # of one attachment or picture; a portal's file may say otherwise
QUESON_UNWANTED_FILES = (  # sounds, films and programs are not fetched
    *("mp3", "wma", "wav", "m4a", "mp4", "wmv", "flv", "avi", "mov", "mpg", "mpeg", "mkv", "webm", "swf"),
    *("exe", "msi", "apk", "iso"),
)
DOWNLOAD_VERIFY_CERTIFICATES = False  # old portals have broken chains; the capture records what came
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.3",
    "Accept-Encoding": "gzip, deflate",  # what every WARC tool can read
}

# The frontier decides about answers (redirects, errors, repetition), since a rebuild must be able to follow it.
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
RETRY_HTTP_CODES: list[int] = []
RETRY_TIMES = 1
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # menus before what lies deeper
# What only filters or counts requests that the frontier makes on purpose costs a tenth of a crawl.
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
REACTOR_THREADPOOL_MAXSIZE = 40  # names that are looked up at the same time
TWISTED_DNS_RESOLVER = "queson_crawler.fetch.address_guard.Resolver"
DOWNLOADER_MIDDLEWARES = {
    "queson_crawler.fetch.address_guard.Guard": 50,  # before robots.txt of an address is asked for
    "queson_crawler.fetch.throttle.Throttle": 990,  # nearest to the downloader: what it lets go is asked at once
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "queson_crawler.fetch.robots.Robots": 100,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "queson_crawler.fetch.cookies.Cookies": 700,
    "queson_crawler.fetch.encodings.Decoding": 590,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": None,
}

DOWNLOAD_HANDLERS = {
    "http": "queson_crawler.fetch.download.Handler",
    "https": "queson_crawler.fetch.download.Handler",
}
HTTPCACHE_ENABLED = False  # not conditional revalidation; the archive knows better
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
CLOSESPIDER_TIMEOUT_NO_ITEM = 900
MEMUSAGE_ENABLED = False
LOG_LEVEL = "WARNING"
FEED_EXPORT_ENCODING = "utf-8"
