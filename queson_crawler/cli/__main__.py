from queson_crawler.cli import main

main()
