"""Copies of an archive elsewhere: in a folder, on S3, over SFTP. What is there is never changed and never deleted."""
